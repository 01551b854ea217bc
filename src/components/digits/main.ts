// What is loaded when somebody comes near this lab: its element and, with it, everything it is made of.
import './subliminal-digits.ts';
