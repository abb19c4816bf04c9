#include "textflag.h"

// ARGUMENTS are those of sums over count rows of width numbers: dst, a and another.
#define ARGUMENTS(other) \
	MOVQ dst+0(FP), DI; \
	MOVQ a+8(FP), SI; \
	MOVQ other+16(FP), DX; \
	MOVQ width+24(FP), R8; \
	MOVQ count+32(FP), CX; \
	SHLQ $3, R8

// ADD2ROWS adds the products of Y8 and Y9 with the two numbers at an offset of a to two rows of the tile.
#define ADD2ROWS(offset, first, second, third, fourth) \
	VBROADCASTSD offset(SI), Y10; \
	VBROADCASTSD (offset+8)(SI), Y11; \
	VMULPD Y8, Y10, Y12; \
	VMULPD Y9, Y10, Y13; \
	VMULPD Y8, Y11, Y14; \
	VMULPD Y9, Y11, Y15; \
	VADDPD Y12, first, first; \
	VADDPD Y13, second, second; \
	VADDPD Y14, third, third; \
	VADDPD Y15, fourth, fourth

// STORE8 adds eight sums to dst.
#define STORE8(low, high) \
	VADDPD (DI), low, low; \
	VADDPD 32(DI), high, high; \
	VMOVUPD low, (DI); \
	VMOVUPD high, 32(DI)

// func addRows16(dst, a, rows *float64, width, count int)
TEXT ·addRows16(SB), NOSPLIT, $0-40
	ARGUMENTS(rows)
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
row:
	VBROADCASTSD (SI), Y4
	VMULPD (DX), Y4, Y5
	VMULPD 32(DX), Y4, Y6
	VMULPD 64(DX), Y4, Y7
	VMULPD 96(DX), Y4, Y8
	VADDPD Y5, Y0, Y0
	VADDPD Y6, Y1, Y1
	VADDPD Y7, Y2, Y2
	VADDPD Y8, Y3, Y3
	ADDQ $8, SI
	ADDQ R8, DX
	DECQ CX
	JNZ row
	VADDPD (DI), Y0, Y0
	VADDPD 32(DI), Y1, Y1
	VADDPD 64(DI), Y2, Y2
	VADDPD 96(DI), Y3, Y3
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	VMOVUPD Y2, 64(DI)
	VMOVUPD Y3, 96(DI)
	VZEROUPPER
	RET

// func addRows4(dst, a, rows *float64, width, count int)
TEXT ·addRows4(SB), NOSPLIT, $0-40
	ARGUMENTS(rows)
	VXORPD Y0, Y0, Y0
row:
	VBROADCASTSD (SI), Y4
	VMULPD (DX), Y4, Y5
	VADDPD Y5, Y0, Y0
	ADDQ $8, SI
	ADDQ R8, DX
	DECQ CX
	JNZ row
	VADDPD (DI), Y0, Y0
	VMOVUPD Y0, (DI)
	VZEROUPPER
	RET

// func addOuters4x8(dst, a, b *float64, width, count int)
TEXT ·addOuters4x8(SB), NOSPLIT, $0-40
	ARGUMENTS(b)
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
	VXORPD Y4, Y4, Y4
	VXORPD Y5, Y5, Y5
	VXORPD Y6, Y6, Y6
	VXORPD Y7, Y7, Y7
row:
	VMOVUPD (DX), Y8
	VMOVUPD 32(DX), Y9
	ADD2ROWS(0, Y0, Y1, Y2, Y3)
	ADD2ROWS(16, Y4, Y5, Y6, Y7)
	ADDQ R8, SI
	ADDQ R8, DX
	DECQ CX
	JNZ row
	STORE8(Y0, Y1)
	ADDQ R8, DI
	STORE8(Y2, Y3)
	ADDQ R8, DI
	STORE8(Y4, Y5)
	ADDQ R8, DI
	STORE8(Y6, Y7)
	VZEROUPPER
	RET

// func shift4(dst, src *float64, step float64, n int)
TEXT ·shift4(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	VBROADCASTSD step+16(FP), Y0
	MOVQ n+24(FP), CX
four:
	VADDPD (SI), Y0, Y1
	VMOVUPD Y1, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, CX
	JNZ four
	VZEROUPPER
	RET

// func clamp4(v *float64, n int)
TEXT ·clamp4(SB), NOSPLIT, $0-16
	MOVQ v+0(FP), DI
	MOVQ n+8(FP), CX
	VXORPD Y0, Y0, Y0
four:
	VMOVUPD (DI), Y1
	VMAXPD Y0, Y1, Y1
	VMOVUPD Y1, (DI)
	ADDQ $32, DI
	SUBQ $4, CX
	JNZ four
	VZEROUPPER
	RET

// func dot4Rows(dst, v, rows *float64, width, fours int)
TEXT ·dot4Rows(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ v+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ width+24(FP), R8
	MOVQ fours+32(FP), CX
	LEAQ (DX)(R8*8), R9
	LEAQ (R9)(R8*8), R10
	LEAQ (R10)(R8*8), R11
	XORQ AX, AX
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
four:
	VMOVUPD (SI)(AX*1), Y4
	VMULPD (DX)(AX*1), Y4, Y5
	VMULPD (R9)(AX*1), Y4, Y6
	VMULPD (R10)(AX*1), Y4, Y7
	VMULPD (R11)(AX*1), Y4, Y8
	VADDPD Y5, Y0, Y0
	VADDPD Y6, Y1, Y1
	VADDPD Y7, Y2, Y2
	VADDPD Y8, Y3, Y3
	ADDQ $32, AX
	DECQ CX
	JNZ four
	VHADDPD Y1, Y0, Y0
	VHADDPD Y3, Y2, Y2
	VPERM2F128 $0x20, Y2, Y0, Y4
	VPERM2F128 $0x31, Y2, Y0, Y5
	VADDPD Y5, Y4, Y4
	VADDPD (DI), Y4, Y4
	VMOVUPD Y4, (DI)
	VZEROUPPER
	RET

// func dotRow(dst, v, row *float64, fours int)
TEXT ·dotRow(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ v+8(FP), SI
	MOVQ row+16(FP), DX
	MOVQ fours+24(FP), CX
	VXORPD Y0, Y0, Y0
four:
	VMOVUPD (SI), Y1
	VMULPD (DX), Y1, Y1
	VADDPD Y1, Y0, Y0
	ADDQ $32, SI
	ADDQ $32, DX
	DECQ CX
	JNZ four
	VEXTRACTF128 $1, Y0, X1
	VHADDPD X0, X0, X0
	VHADDPD X1, X1, X1
	VADDSD X1, X0, X0
	VADDSD (DI), X0, X0
	VMOVSD X0, (DI)
	VZEROUPPER
	RET

// func setScaled4(dst, src *float64, a float64, v *float64, fours int)
TEXT ·setScaled4(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	VBROADCASTSD a+16(FP), Y0
	MOVQ v+24(FP), DX
	MOVQ fours+32(FP), CX
four:
	VMULPD (DX), Y0, Y1
	VADDPD (SI), Y1, Y1
	VMOVUPD Y1, (DI)
	ADDQ $32, SI
	ADDQ $32, DX
	ADDQ $32, DI
	DECQ CX
	JNZ four
	VZEROUPPER
	RET
