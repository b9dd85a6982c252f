import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import type {ContextRequest} from './tools.ts';

/** Reads the files and asks the loopback address who listens there. Asks AWS nothing. */
export function readContexts(): readonly Effect[] {
	return [
		run('contexts/list', async tools => {
			try {
				tools.dispatch({type: 'contexts/listed', list: {status: 'ready', value: await tools.contexts.list()}});
			} catch (error) {
				tools.dispatch({type: 'contexts/listed', list: {status: 'failed', problem: problemOf(error)}});
			}
		}),
		run('contexts/probe', async tools => {
			const endpoints = await tools.contexts.probe({signal: tools.signal});
			if (!tools.signal.aborted) tools.dispatch({type: 'contexts/found', endpoints});
		}),
	];
}

/** Gives back what is held, closes the context on screen and opens the chosen one. Where that fails, nothing changes. */
export function enterContext(request: ContextRequest): Effect {
	return run('contexts/enter', async tools => {
		try {
			await tools.enterContext(request);
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'contexts/failed', problem: problemOf(error)});
		}
	});
}

/** Keeps something about a context, and reads the list again. */
export function keepContext(keep: (tools: EffectTools) => Promise<string | undefined>, told: string): Effect {
	return run('contexts/keep', async tools => {
		const problem = await keep(tools);
		tools.dispatch({type: 'contexts/listed', list: {status: 'ready', value: await tools.contexts.list()}});
		tools.dispatch({type: 'notice', text: problem ?? told, isFailure: problem !== undefined, atMs: tools.clock.nowMs()});
	});
}

/** Hands the terminal to the program that logs in, and goes on when it ends. */
export function logIn(command: readonly string[]): Effect {
	return run('login/run', async tools => {
		const [program = 'aws', ...values] = command;
		const problem = await tools.resting(tools.terminal.run(program, values));
		if (problem !== undefined) {
			tools.dispatch({type: 'notice', text: problem, isFailure: true, atMs: tools.clock.nowMs()});
			return;
		}
		if (tools.session.login.state().status === 'ended') tools.session.login.renew();
		tools.dispatch({type: 'contexts/listed', list: {status: 'ready', value: await tools.contexts.list()}});
	});
}

/** The files that a login depends on are looked at so often while it has ended. */
const watchEveryMs = 1000;

/** Waits until somebody has logged in again, in whatever terminal, and then goes on. */
export const watchLogin: Effect = run('login/watch', async tools => {
	const before = tools.contexts.loginStamp();
	do {
		await tools.sleep(watchEveryMs);
	} while (tools.contexts.loginStamp() === before);
	tools.session.login.renew();
});

export const renewLogin: Effect = run('login/renew', async tools => tools.session.login.renew());
