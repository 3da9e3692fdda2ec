using System.Globalization;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>Writes the texts of an overlay into memory of the caller's, without allocating.</summary>
internal static class OverlayText
{
    /// <summary>Characters that hold every text.</summary>
    public const int MaxLength = 128;

    private const int LongestName = 48;

    /// <summary><c>car 0.87 #12</c>, as far as the options want it.</summary>
    /// <param name="into">At least <see cref="MaxLength"/>.</param>
    /// <param name="detection">The object.</param>
    /// <param name="options">The stage's options.</param>
    /// <returns>Characters written.</returns>
    public static int Label(Span<char> into, in Detection detection, RenderOptions options)
    {
        var length = Name(into, detection.Label);
        if (options.Scores)
            length += Written(into[length..].TryWrite(CultureInfo.InvariantCulture, $" {detection.Score:F2}", out var count), count);
        if (options.Tracks && detection.TrackId is { } track)
            length += Written(into[length..].TryWrite(CultureInfo.InvariantCulture, $" #{track}", out var count), count);
        return length;
    }

    /// <summary><c>gate  00:01:23.40  #2085</c>: the time of day where the camera says it, else the time in the stream.</summary>
    /// <param name="into">At least <see cref="MaxLength"/>.</param>
    /// <param name="frame">What is known of the frame.</param>
    /// <returns>Characters written.</returns>
    public static int Caption(Span<char> into, FrameInfo frame)
    {
        var length = Name(into, frame.Source);
        var at = into[length..];
        int count;
        if (frame.CaptureTimeIsArrival && frame.PtsSeconds is { } seconds)
        {
            var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));
            length += Written(at.TryWrite(CultureInfo.InvariantCulture, $@"  {(long)time.TotalHours:00}:{time:mm\:ss\.ff}", out count), count);
        }
        else
        {
            length += Written(at.TryWrite(CultureInfo.InvariantCulture, $"  {frame.CapturedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss.f}Z", out count),
                count);
        }

        return length + Written(into[length..].TryWrite(CultureInfo.InvariantCulture, $"  #{frame.Index}", out count), count);
    }

    /// <summary><c>KEYFRAME 0.83 coverage</c>, with what counted most.</summary>
    /// <param name="into">At least <see cref="MaxLength"/>.</param>
    /// <param name="keyframe">Why it was chosen.</param>
    /// <returns>Characters written.</returns>
    public static int Keyframe(Span<char> into, Keyframe keyframe)
    {
        into.TryWrite(CultureInfo.InvariantCulture, $"KEYFRAME {keyframe.Score:F2}", out var length);
        var best = (Name: (string?)null, Value: 0.0);
        foreach (var (name, value) in keyframe.Reasons)
            if (value > best.Value) best = (name, value);
        if (best.Name == null) return length;
        into[length++] = ' ';
        return length + Name(into[length..], best.Name);
    }

    /// <summary><c>crossing 2</c>, <c>crossing 6 of 5</c> or <c>stop_line in 3 out 5</c>: how many are in a zone, how many crossed a line.</summary>
    /// <param name="into">At least <see cref="MaxLength"/>.</param>
    /// <param name="place">The zone or line.</param>
    /// <returns>Characters written.</returns>
    public static int Place(Span<char> into, PlaceState place)
    {
        var length = Name(into, place.Name);
        long sumIn = 0, sumOut = 0;
        foreach (ref readonly var count in place.Counts.AsSpan()) (sumIn, sumOut) = (sumIn + count.In, sumOut + count.Out);
        int more;
        var isWhole = (place.IsLine, place.Limit) switch
        {
            (true, _) => into[length..].TryWrite(CultureInfo.InvariantCulture, $"  in {sumIn}  out {sumOut}", out more),
            (_, { } limit) => into[length..].TryWrite(CultureInfo.InvariantCulture, $"  {sumIn - sumOut} of {limit}", out more),
            _ => into[length..].TryWrite(CultureInfo.InvariantCulture, $"  {sumIn - sumOut}", out more),
        };
        return length + Written(isWhole, more);
    }

    private static int Name(Span<char> into, string name)
    {
        var length = Math.Min(name.Length, LongestName);
        name.AsSpan(0, length).CopyTo(into);
        if (name.Length > LongestName) into[(length - 2)..length].Fill('.');
        return length;
    }

    private static int Written(bool whole, int count) => whole ? count : 0;
}
