package budget

var Slowdown = slowdown

const Crowded = crowded
