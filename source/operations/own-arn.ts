import {partitionOf} from '../aws/regions.ts';
import type {Session} from '../aws/session.ts';
import type {Arn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';

/** An ARN must belong to the service that is asked, in the session's region. */
export function checkArn(session: Session, arn: Arn, wanted: {service: string; noun: string}): void {
	const {region} = session.context;
	if (arn.service !== wanted.service)
		throw new SluiceError(`This is the ARN of ${arn.service}, not of a ${wanted.noun}.`, {
			code: 'wrong-service',
			nextSteps: [`Names, URLs and ARNs of what there is: sluice ${wanted.noun}s.`],
		});
	const partition = partitionOf(region);
	if (arn.partition !== partition)
		throw new SluiceError(`This ${wanted.noun} is in the partition ${arn.partition}; ${session.context.name} works in ${partition}.`, {
			code: 'wrong-partition',
			nextSteps: [`Accounts of one know nothing of the other: choose a profile of ${arn.partition}, with --profile.`],
		});
	if (arn.region !== region)
		throw new SluiceError(`This ${wanted.noun} is in ${arn.region}; the session works in ${region}.`, {
			code: 'wrong-region',
			nextSteps: [`Work there: --region ${arn.region}`],
		});
}
