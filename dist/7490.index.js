import{modules as o}from"./shared-7490.js";const t=7490,e=[7490],r={...o};export{t as id,e as ids,r as modules};
