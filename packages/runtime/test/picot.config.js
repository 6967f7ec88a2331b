// Programs that try the runtime from all sides: none of them is an application.
export default { layers: { application: [] } };
