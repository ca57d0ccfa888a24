import{modules as o}from"./shared-81694.js";const t=1694,e=[1694],r={...o};export{t as id,e as ids,r as modules};
