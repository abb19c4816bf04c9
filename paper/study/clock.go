package study

import "relucert/internal/budget"

// Short runs are repeated until they have taken enough together, at most so often:
// the clock of some systems is coarse.
const (
	enough = 0.02
	most   = 20
)

// clock is the CPU seconds that this process spends on work, garbage collection
// included: unlike time on the wall, a busy machine does not add to it.
func clock(work func()) float64 {
	begin, times := budget.Processor(), 0
	for {
		work()
		times++
		if spent := budget.Processor() - begin; spent >= enough || times == most {
			return spent / float64(times)
		}
	}
}
