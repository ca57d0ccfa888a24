import{modules as o}from"./shared-63978.js";import{modules as s}from"./shared-65951.js";const t=5951,d=[5951,8332],m={...o,...s};export{t as id,d as ids,m as modules};
