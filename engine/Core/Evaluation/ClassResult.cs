namespace Sluice.Core.Evaluation;

/// <summary>How well a model finds one class.</summary>
/// <param name="Ap50To95">Average precision, mean over overlaps 0.50, 0.55, ... 0.95.</param>
/// <param name="Ap50">Average precision at overlap 0.50.</param>
/// <param name="Truth">Objects there were to find, without ignored ones.</param>
public sealed record ClassResult(double Ap50To95, double Ap50, int Truth);
