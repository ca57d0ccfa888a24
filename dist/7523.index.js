import{modules as o}from"./shared-37523.js";const t=7523,e=[7523],r={...o};export{t as id,e as ids,r as modules};
