// What is measured is the hand-off itself.
export default { layers: { application: [] } };
