import{modules as o}from"./shared-94408.js";import{modules as s}from"./shared-81694.js";const t=9175,d=[9175],m={...o,...s};export{t as id,d as ids,m as modules};
