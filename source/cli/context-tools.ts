import {probeEndpoints} from '../aws/probe.ts';
import type {ContextRequest, ContextTools} from '../console/contexts/tools.ts';
import type {Invocation} from './command.ts';
import {readSettings, saveSettings} from './config.ts';
import {listContexts, loginStamp} from './context-list.ts';
import {startDemo} from './demo.ts';
import {attachOrStartEngine} from './local-engine.ts';
import {saveRecentContext} from './recent-contexts.ts';
import {openChoice, openContext, openOnEngine, type Workplace} from './workplace.ts';

/** What the console needs of this machine to change contexts. */
export function createContextTools(invocation: Invocation): ContextTools {
	const {environment} = invocation;
	return {
		open: name => openContext(invocation, name),
		enter: request => enter(invocation, request),
		list: async () => listContexts(environment, await readSettings(environment)),
		probe: probeEndpoints,
		setDefault: name => saveSettings(environment, defaultSettings(name)),
		async markProduction(name, isProd) {
			const {prodMarks} = await readSettings(environment);
			return saveSettings(environment, {prodMarks: {...prodMarks, [name]: isProd}});
		},
		loginStamp: () => loginStamp(environment),
		askMfaBy: ask => invocation.mfa.by(ask),
	};
}

/** One thing is opened without being told: the others are taken away. */
function defaultSettings(name: string | undefined) {
	const none = {local: undefined, profile: undefined, endpointUrl: undefined};
	if (name === undefined) return none;
	if (name === 'local') return {...none, local: true};
	return /^https?:\/\//.test(name) ? {...none, endpointUrl: name} : {...none, profile: name};
}

async function enter(invocation: Invocation, request: ContextRequest): Promise<Workplace> {
	const workplace = await openRequest(invocation, request);
	const name = request.type === 'here' ? 'local' : request.type === 'profile' ? request.name : request.url;
	saveRecentContext(invocation.environment, name);
	return workplace;
}

async function openRequest(invocation: Invocation, request: ContextRequest): Promise<Workplace> {
	switch (request.type) {
		case 'here':
			return openHere(invocation);
		case 'endpoint':
			return openChoice(invocation, {
				target: 'endpoint',
				endpointUrl: request.url,
				...(request.region !== undefined && {region: request.region}),
			});
		case 'profile': {
			const {name, type: _, ...rest} = request;
			return openChoice(invocation, {target: rest.endpointUrl === undefined ? 'aws' : 'endpoint', profile: name, ...rest});
		}
	}
}

/** The engine of this machine; where it is ours, with the demo's queues and traffic. */
async function openHere(invocation: Invocation): Promise<Workplace> {
	const engine = await attachOrStartEngine(invocation);
	const workplace = await openOnEngine(invocation, engine);
	if (!engine.isOurs) return workplace;
	const demo = await startDemo(invocation, engine.url);
	return {
		...workplace,
		async close() {
			await demo.stop();
			await workplace.close();
		},
	};
}
