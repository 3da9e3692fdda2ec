namespace Sluice.Core.Stages.Tracking;

/// <summary>How the picture moved from one frame to the next: a turn, one scale for both axes, and a shift. Pixels of the displayed frame.</summary>
/// <param name="A">Scale times the cosine of the turn.</param>
/// <param name="B">Scale times the sine of the turn.</param>
/// <param name="X">Shift to the right.</param>
/// <param name="Y">Shift downwards.</param>
internal readonly record struct CameraMotion(double A, double B, double X, double Y)
{
    /// <summary>The camera stands still.</summary>
    public static CameraMotion None { get; } = new(1, 0, 0, 0);

    /// <summary>How much larger things became.</summary>
    public double Scale => Math.Sqrt((A * A) + (B * B));

    /// <summary>Where a point of the earlier frame lies in the later one.</summary>
    public (double X, double Y) Map(double x, double y) => ((A * x) - (B * y) + X, (B * x) + (A * y) + Y);

    /// <summary>What a direction in the earlier frame is in the later one.</summary>
    public (double X, double Y) Turn(double x, double y) => ((A * x) - (B * y), (B * x) + (A * y));
}
