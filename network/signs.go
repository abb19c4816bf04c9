package network

// SignVectors are the coefficient vectors of k units that compete, up to the
// units' order: signs alone if given, else one a number of plus signs, most first.
func SignVectors(k int, signs []int) [][]int {
	if signs != nil {
		return [][]int{signs}
	}
	var all [][]int
	for plus := k; plus >= 0; plus-- {
		vector := make([]int, k)
		for j := range vector {
			vector[j] = 1
			if j >= plus {
				vector[j] = -1
			}
		}
		all = append(all, vector)
	}
	return all
}
