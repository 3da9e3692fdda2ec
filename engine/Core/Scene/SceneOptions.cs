namespace Sluice.Core.Scene;

/// <summary>Everything that decides a scene: equal options give equal frames and equal truth on any machine.</summary>
public sealed record SceneOptions
{
    /// <summary>Where the camera stands.</summary>
    public CameraPlacement Camera { get; init; } = CameraPlacement.Overpass;

    /// <summary>Seed of the street, the traffic, the weather and the sensor.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Picture width in pixels; even, 160 to 7680.</summary>
    public int WidthPx { get; init; } = 1280;

    /// <summary>Picture height in pixels; even, 90 to 4320.</summary>
    public int HeightPx { get; init; } = 720;

    /// <summary>Frames per second, 1 to 120.</summary>
    public int RateHz { get; init; } = 25;

    /// <summary>Length of the clip, up to 24 hours.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Amount of traffic, 0 to 3; 1 is an ordinary afternoon.</summary>
    public double Density { get; init; } = 1;

    /// <summary>Share of the time in which nothing happens at all, 0 to 1.</summary>
    public double Quiet { get; init; }

    /// <summary>Rare events per minute of busy time, 0 to 10.</summary>
    public double EventsPerMinute { get; init; } = 0.5;

    /// <summary>Which rare events may occur.</summary>
    public RareEvent Events { get; init; } = RareEvent.All;

    /// <summary>Hour of the day at the first frame, 0 to 24.</summary>
    public double Hour { get; init; } = 14;

    /// <summary>Scene hours that pass in a minute of video, 0 to 60; 0 holds the light still.</summary>
    public double HoursPerMinute { get; init; }

    /// <summary>Rain, from 0 (dry, sunny) to 1 (heavy).</summary>
    public double Rain { get; init; }

    /// <summary>Sensor noise, 0 to 4; 1 is a decent camera, which still gets noisy at night.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Sway of the camera mount in pixels, 0 to 4.</summary>
    public double ShakePx { get; init; }

    /// <summary>Number of frames in the clip, at least one.</summary>
    public int FrameCount => Math.Max(1, (int)Math.Round(Duration.TotalSeconds * RateHz));

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Names each value that does not serve and what would.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Even(faults, "width", WidthPx, 160, 7680);
        Even(faults, "height", HeightPx, 90, 4320);
        Within(faults, "fps", RateHz, 1, 120);
        Within(faults, "duration in seconds", Duration.TotalSeconds, 0.001, 86400);
        Within(faults, "density", Density, 0, 3);
        Within(faults, "quiet", Quiet, 0, 1);
        Within(faults, "events per minute", EventsPerMinute, 0, 10);
        Within(faults, "hour", Hour, 0, 24);
        Within(faults, "hours per minute", HoursPerMinute, 0, 60);
        Within(faults, "rain", Rain, 0, 1);
        Within(faults, "noise", Noise, 0, 4);
        Within(faults, "shake", ShakePx, 0, 4);
        if (!Enum.IsDefined(Camera)) faults.Add($"camera {(int)Camera} is not a placement");
        if ((Events & ~RareEvent.All) != 0) faults.Add($"events {(int)Events} has unknown kinds");
        if (faults.Count > 0) throw new ArgumentException("scene: " + string.Join("; ", faults) + ".");
    }

    private static void Even(List<string> faults, string name, int value, int low, int high)
    {
        if (value % 2 != 0) faults.Add(FormattableString.Invariant($"{name} {value} is odd, 4:2:0 needs an even one"));
        Within(faults, name, value, low, high);
    }

    private static void Within(List<string> faults, string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
            faults.Add(FormattableString.Invariant($"{name} {value} is outside {low} to {high}"));
    }
}
