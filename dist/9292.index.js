import{modules as o}from"./shared-49292.js";const t=9292,e=[9292],r={...o};export{t as id,e as ids,r as modules};
