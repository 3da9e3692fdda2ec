namespace Sluice.Core.Telemetry;

/// <summary>How much more an engine could take, as things were over the last half minute.</summary>
/// <param name="Ratio">1 with nothing to do, 0 where the limiting resource is spent or frames are lost for want of it.</param>
/// <param name="Resource">What would be spent first: <c>cpu</c>, <c>memory</c>, <c>decode</c>, or a stage's id.</param>
public sealed record Headroom(double Ratio, string Resource);
