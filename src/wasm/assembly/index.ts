// Everything the module offers: kernels that take sizes and addresses, and where its own memory ends.
export { attention, attentionBackward, cachedAttention } from './attention';
export { batchOrder, blurredNoise, gatherImages, noise } from './inputs';
export { backward, forward, weightGradient, weightUpdate } from './layers';
export { cacheLogits, confusion, crossEntropy, distillation } from './losses';
export { blurWeights, firstFree, spaceBytes } from './memory';
export { gainGradient, rmsNorm, rmsNormBackward } from './norms';
export { adam, gradientNorm, sgd } from './optimizers';
export { meanLoss, sampleToken, tokenCrossEntropy, tokenDistillation } from './tokenLosses';
export { embeddingGradient, embedNext, embedTokens, gatherTokens, positionGradient } from './tokens';
