import type {AnyService} from './call.ts';

/** The engine's services by everything they are found by. */
export type Services = {
	readonly all: readonly AnyService[];
	/** What there is, as `x-amz-target` names it. */
	readonly byTarget: ReadonlyMap<string, Target>;
	readonly byTargetPrefix: ReadonlyMap<string, AnyService>;
	/** Those that speak Query, by API version. */
	readonly byVersion: ReadonlyMap<string, AnyService>;
	readonly byId: ReadonlyMap<string, AnyService>;
};

export function indexServices(all: readonly AnyService[]): Services {
	return {
		all,
		byTarget: new Map(all.flatMap(targetsOf)),
		byTargetPrefix: new Map(all.flatMap(service => (service.json ? [[service.json.targetPrefix, service]] : []))),
		byVersion: new Map(all.flatMap(service => (service.query ? [[service.query.version, service]] : []))),
		byId: new Map(all.map(service => [service.id, service])),
	};
}

type Target = {readonly service: AnyService | undefined; readonly actionName: string};

function targetsOf(service: AnyService): Array<[string, Target]> {
	const prefix = service.json?.targetPrefix;
	return prefix === undefined ? [] : service.actions.map(({name}) => [`${prefix}.${name}`, {service, actionName: name}]);
}

/** What a value of `x-amz-target` names. The service is undefined where there is none of its prefix. */
export function findTarget(services: Services, target: string): Target {
	const known = services.byTarget.get(target);
	if (known) return known;
	const dot = target.indexOf('.');
	if (dot === -1) return {service: services.byTargetPrefix.get(target), actionName: ''};
	return {service: services.byTargetPrefix.get(target.slice(0, dot)), actionName: target.slice(dot + 1)};
}
