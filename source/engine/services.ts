import type {AnyService} from './call.ts';
import {cloudWatchService} from './cloudwatch/service.ts';
import {kinesisService} from './kinesis/service.ts';
import {snsService} from './sns/service.ts';
import {sqsService} from './sqs/service.ts';
import {stsService} from './sts/service.ts';

/** What the engine serves, in the order that health and documents show it. */
export const services: readonly AnyService[] = [sqsService, snsService, kinesisService, stsService, cloudWatchService];
