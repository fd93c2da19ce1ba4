// Loaded by each worker of a test run. Ends the worker when its run is killed, and with it what its tests have started.
const endWithTestRun = () => process.kill(process.pid, "SIGKILL"); // in a worker, process.exit only throws

if (!process.listeners("disconnect").some(({ name }) => name === endWithTestRun.name)) process.once("disconnect", endWithTestRun);
