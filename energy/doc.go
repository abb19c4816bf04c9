// Package energy has the change-point models of building energy use (ASHRAE guideline 14-2014, and RP-1050, the Inverse Model
// Toolkit): broken lines through energy by outdoor temperature whose shape is given, with the names that energy
// engineers have for what comes out.
//
//	2P   ╱ or ╲   a line
//	3PC  _╱       a base load, then cooling above the balance point
//	3PH  ╲_       heating below the balance point, then a base load
//	4P   ╲╱ ∠ …   two lines that meet
//	5P   ╲_╱      heating, a base load, cooling
package energy
