import {isAbort, problemOf, run, type Effect} from '../effects.ts';

/** Who we are, for the header. An endpoint that has no STS leaves it unknown; each pane says itself when it may not read. */
export const connect: Effect = run('connect', async tools => {
	try {
		tools.dispatch({type: 'connected', identity: await tools.session.identity({signal: tools.signal})});
	} catch (error) {
		if (!isAbort(error)) tools.dispatch({type: 'connection-failed', problem: problemOf(error)});
	}
});
