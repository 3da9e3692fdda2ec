namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>What one shape gave when a model was measured in it.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="CpuMs">CPU milliseconds an image, over all threads.</param>
/// <param name="ImagesPerSecond">Images a second of wall time.</param>
public sealed record TuningResult(RunShape Shape, double CpuMs, double ImagesPerSecond);
