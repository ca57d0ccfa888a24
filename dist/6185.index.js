import{modules as o}from"./shared-76110.js";import{modules as s}from"./shared-66185.js";const t=6185,d=[6185],m={...o,...s};export{t as id,d as ids,m as modules};
