#include "textflag.h"

// SMOOTH sets theta and low from t, and the pair's center, floor and bent; Y13 is ½μ, Y14 1/μ. It leaves floor + bent in ceiling.
#define SMOOTH(t, center, floor, bent, theta, low, ceiling) \
	VMULPD Y14, t, theta; \
	VADDPD theta, center, theta; \
	VADDPD bent, floor, ceiling; \
	VMINPD ceiling, theta, theta; \
	VMAXPD floor, theta, theta; \
	VSUBPD center, theta, center; \
	VMULPD bent, center, center; \
	VMULPD center, Y13, low; \
	VMULPD center, low, center; \
	VMULPD t, theta, low; \
	VSUBPD center, low, low

// ADDTIMES adds Y12, the sign, times v to memory.
#define ADDTIMES(v, memory) \
	VMULPD v, Y12, v; \
	VADDPD memory, v, v; \
	VMOVUPD v, memory

// func add4(low, high, hidden, theta, t, up, center, floor, bent *float64, sign, half, inverse float64, fours int)
TEXT ·add4(SB), NOSPLIT, $0-104
	MOVQ low+0(FP), DI
	MOVQ high+8(FP), SI
	MOVQ hidden+16(FP), DX
	MOVQ theta+24(FP), R8
	MOVQ t+32(FP), R9
	MOVQ up+40(FP), R10
	MOVQ center+48(FP), R11
	MOVQ floor+56(FP), R12
	MOVQ bent+64(FP), R13
	VBROADCASTSD sign+72(FP), Y12
	VBROADCASTSD half+80(FP), Y13
	VBROADCASTSD inverse+88(FP), Y14
	MOVQ fours+96(FP), CX
	VXORPD Y11, Y11, Y11
	XORQ AX, AX
four:
	VMOVUPD (R9)(AX*1), Y0
	VMOVUPD (R11)(AX*1), Y1
	VMOVUPD (R12)(AX*1), Y2
	VMOVUPD (R13)(AX*1), Y3
	SMOOTH(Y0, Y1, Y2, Y3, Y4, Y5, Y6)
	VMOVUPD Y4, (R8)(AX*1)
	VMAXPD Y11, Y0, Y0
	VMULPD Y6, Y0, Y0
	VSUBPD Y5, Y0, Y0
	VADDPD (DX)(AX*1), Y0, Y0
	VMOVUPD Y0, (DX)(AX*1)
	ADDTIMES(Y5, (DI)(AX*1))
	VMOVUPD (R10)(AX*1), Y7
	ADDTIMES(Y7, (SI)(AX*1))
	ADDQ $32, AX
	DECQ CX
	JNZ four
	VZEROUPPER
	RET

// func pull4(linear, press, multipliers, theta, floor, bent *float64, sign float64, fours int)
TEXT ·pull4(SB), NOSPLIT, $0-64
	MOVQ linear+0(FP), DI
	MOVQ press+8(FP), SI
	MOVQ multipliers+16(FP), DX
	MOVQ theta+24(FP), R8
	MOVQ floor+32(FP), R9
	MOVQ bent+40(FP), R10
	VBROADCASTSD sign+48(FP), Y12
	MOVQ fours+56(FP), CX
	VXORPD Y11, Y11, Y11
	XORQ AX, AX
four:
	VMULPD (DX)(AX*1), Y12, Y0
	VMAXPD Y11, Y0, Y1
	VMINPD Y11, Y0, Y2
	VMULPD (R8)(AX*1), Y1, Y1
	VMULPD (R9)(AX*1), Y2, Y3
	VADDPD Y3, Y1, Y1
	VMULPD (R10)(AX*1), Y2, Y2
	VMOVUPD Y1, (DI)(AX*1)
	VMOVUPD Y2, (SI)(AX*1)
	ADDQ $32, AX
	DECQ CX
	JNZ four
	VZEROUPPER
	RET

// func slope4(ends *[4]*float64, pairs *[7]*float64, at, sign, half, inverse float64, fours int)
TEXT ·slope4(SB), NOSPLIT, $0-56
	MOVQ ends+0(FP), AX
	MOVQ pairs+8(FP), BX
	MOVQ (AX), DI
	MOVQ 8(AX), SI
	MOVQ 16(AX), DX
	MOVQ 24(AX), R8
	MOVQ (BX), R9
	MOVQ 8(BX), R10
	MOVQ 16(BX), R11
	MOVQ 24(BX), R12
	MOVQ 32(BX), R13
	MOVQ 40(BX), AX
	MOVQ 48(BX), BX
	VBROADCASTSD at+16(FP), Y15
	VBROADCASTSD sign+24(FP), Y12
	VBROADCASTSD half+32(FP), Y13
	VBROADCASTSD inverse+40(FP), Y14
	MOVQ fours+48(FP), CX
four:
	VMOVUPD (R11), Y7
	VMULPD Y7, Y15, Y0
	VADDPD (R9), Y0, Y0
	VMOVUPD (R13), Y1
	VMOVUPD (AX), Y2
	VMOVUPD (BX), Y3
	SMOOTH(Y0, Y1, Y2, Y3, Y4, Y5, Y6)
	ADDTIMES(Y5, (DI))
	VMULPD Y4, Y7, Y7
	ADDTIMES(Y7, (DX))
	VMOVUPD (R12), Y8
	VMULPD Y8, Y15, Y9
	VADDPD (R10), Y9, Y9
	ADDTIMES(Y9, (SI))
	ADDTIMES(Y8, (R8))
	ADDQ $32, DI
	ADDQ $32, SI
	ADDQ $32, DX
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	ADDQ $32, R11
	ADDQ $32, R12
	ADDQ $32, R13
	ADDQ $32, AX
	ADDQ $32, BX
	DECQ CX
	JNZ four
	VZEROUPPER
	RET

// NEAREST sets r to low where that is above 0, else to high where that is below, else to 0, which is Y11.
#define NEAREST(low, high, r, mask) \
	VMINPD Y11, high, r; \
	VCMPPD $0x1E, Y11, low, mask; \
	VBLENDVPD mask, low, r, r

// FOLD sets x to the sum of y's four numbers, added up in pairs; its low half is in x.
#define FOLD(y, x, spare) \
	VEXTRACTF128 $1, y, spare; \
	VHADDPD x, x, x; \
	VHADDPD spare, spare, spare; \
	VADDSD spare, x, x

// func charge4(sums *[3]float64, r, pulled, weights, labels, low, high, over, under *float64, fours int)
TEXT ·charge4(SB), NOSPLIT, $0-80
	MOVQ sums+0(FP), BX
	MOVQ r+8(FP), DI
	MOVQ pulled+16(FP), SI
	MOVQ weights+24(FP), DX
	MOVQ labels+32(FP), R8
	MOVQ low+40(FP), R9
	MOVQ high+48(FP), R10
	MOVQ over+56(FP), R11
	MOVQ under+64(FP), R12
	MOVQ fours+72(FP), CX
	VXORPD Y11, Y11, Y11
	VXORPD Y12, Y12, Y12
	VXORPD Y13, Y13, Y13
	VXORPD Y14, Y14, Y14
	XORQ AX, AX
four:
	VMOVUPD (R9)(AX*1), Y0
	VMOVUPD (R10)(AX*1), Y1
	VMOVUPD (DX)(AX*1), Y2
	NEAREST(Y0, Y1, Y3, Y4)
	VADDPD (R11)(AX*1), Y0, Y0
	VSUBPD (R12)(AX*1), Y1, Y1
	NEAREST(Y0, Y1, Y5, Y4)
	VMOVUPD Y3, (DI)(AX*1)
	VMULPD Y3, Y3, Y6
	VMULPD Y6, Y2, Y6
	VADDPD Y6, Y12, Y12
	VMULPD Y5, Y5, Y5
	VMULPD Y5, Y2, Y5
	VADDPD Y5, Y13, Y13
	VMULPD Y3, Y2, Y2
	VMOVUPD Y2, (SI)(AX*1)
	VMOVUPD (R8)(AX*1), Y7
	VADDPD Y7, Y7, Y7
	VADDPD Y3, Y7, Y7
	VMULPD Y7, Y2, Y2
	VADDPD Y2, Y14, Y14
	ADDQ $32, AX
	DECQ CX
	JNZ four
	FOLD(Y12, X12, X0)
	FOLD(Y13, X13, X0)
	FOLD(Y14, X14, X0)
	VMOVSD X12, (BX)
	VMOVSD X13, 8(BX)
	VMOVSD X14, 16(BX)
	VZEROUPPER
	RET

// func slopes4(dlow, dhigh, weights, low, high *float64, fours int) float64
TEXT ·slopes4(SB), NOSPLIT, $0-56
	MOVQ dlow+0(FP), DI
	MOVQ dhigh+8(FP), SI
	MOVQ weights+16(FP), DX
	MOVQ low+24(FP), R8
	MOVQ high+32(FP), R9
	MOVQ fours+40(FP), CX
	VXORPD Y11, Y11, Y11
	VXORPD Y12, Y12, Y12
	XORQ AX, AX
four:
	VMOVUPD (R8)(AX*1), Y0
	VMOVUPD (R9)(AX*1), Y1
	NEAREST(Y0, Y1, Y3, Y4)
	VMOVUPD (SI)(AX*1), Y5
	VBLENDVPD Y4, (DI)(AX*1), Y5, Y5
	VMULPD (DX)(AX*1), Y3, Y3
	VMULPD Y5, Y3, Y3
	VADDPD Y3, Y12, Y12
	ADDQ $32, AX
	DECQ CX
	JNZ four
	FOLD(Y12, X12, X0)
	VMOVSD X12, ret+48(FP)
	VZEROUPPER
	RET
