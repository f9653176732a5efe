declare module "virtual:slots.css";
