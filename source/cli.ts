/** The program behind bin/sluice.js: wires the machine's own clock, chance and terminal, and sets the exit code. */
import {createInterrupt} from './cli/interrupt.ts';
import {runCommandLine} from './cli/run.ts';
import {createSystemClock} from './shared/clock.ts';
import {createSystemRandom} from './shared/random.ts';
import manifest from '../package.json' with {type: 'json'};

const interrupt = createInterrupt();

// A reader that went away, as in `sluice tail clicks | head`, is an end and not a failure. Whoever holds messages gives them back first.
process.stdout.on('error', error => {
	if (!('code' in error && error.code === 'EPIPE')) throw error;
	if (!interrupt.abort()) process.exit();
});

// Timers of the clock do not keep the process alive, so that nothing lingers after the end; until then, this port does.
const {port1: alive} = new MessageChannel();
alive.on('message', () => {});

// In the bundle the thread has its own file; run from source it has its own module.
const engineWorkerUrl = new URL(import.meta.url.endsWith('.ts') ? './engine/worker.ts' : './engine-worker.js', import.meta.url);

try {
	process.exitCode = await runCommandLine(process.argv.slice(2), {
		stdout: process.stdout,
		stderr: process.stderr,
		stdin: process.stdin,
		environment: process.env,
		clock: createSystemClock(),
		random: createSystemRandom(),
		interrupted: interrupt.signal,
		engineWorkerUrl,
		version: manifest.version,
	});
} finally {
	alive.close();
}
