import "./styles/main.css";
import "virtual:slots.css";
