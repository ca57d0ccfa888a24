import{modules as o}from"./shared-20672.js";const t=672,e=[672],r={...o};export{t as id,e as ids,r as modules};
