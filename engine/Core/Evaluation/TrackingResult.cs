using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Core.Evaluation;

/// <summary>How well a tracker follows what is there. Shares are 0 to 1; a box fits an object from an overlap of 0.5 on.</summary>
public sealed record TrackingResult
{
    /// <summary>1 - (false negatives + false positives + switches) / boxes of the truth; negative when there are more errors than boxes.</summary>
    public required double Mota { get; init; }

    /// <summary>Mean overlap of the boxes that fit.</summary>
    public required double Motp { get; init; }

    /// <summary>Share of boxes right when every object has one track.</summary>
    public required double Idf1 { get; init; }

    /// <summary>Of the tracks' boxes, the share that is right so.</summary>
    public required double IdPrecision { get; init; }

    /// <summary>Of the objects' boxes, the share that is right so.</summary>
    public required double IdRecall { get; init; }

    /// <summary>Higher order tracking accuracy, mean over overlaps 0.05 to 0.95.</summary>
    public required double Hota { get; init; }

    /// <summary>Its detection part.</summary>
    public required double DetA { get; init; }

    /// <summary>Its association part.</summary>
    public required double AssA { get; init; }

    /// <summary>Mean overlap of its pairs.</summary>
    public required double LocA { get; init; }

    /// <summary>Times an object's track became another.</summary>
    public required int IdSwitches { get; init; }

    /// <summary>Times an object that was lost is followed again.</summary>
    public required int Fragments { get; init; }

    /// <summary>Boxes that fit no object.</summary>
    public required int FalsePositives { get; init; }

    /// <summary>Objects without a box, summed over frames.</summary>
    public required int FalseNegatives { get; init; }

    /// <summary>Objects followed in at least 80 % of their frames.</summary>
    public required int MostlyTracked { get; init; }

    /// <summary>Objects followed in less than 20 % of their frames.</summary>
    public required int MostlyLost { get; init; }

    /// <summary>Boxes of the truth.</summary>
    public required int Boxes { get; init; }

    /// <summary>Objects of the truth.</summary>
    public required int Objects { get; init; }

    /// <summary>Tracks shown.</summary>
    public required int Tracks { get; init; }

    /// <summary>Frames looked at.</summary>
    public required int Frames { get; init; }

    /// <summary>Name of the tracker, as a graph writes it; null when it is not known.</summary>
    public string? Tracker { get; init; }

    /// <summary>Frames left out between two that the model saw.</summary>
    public int Interval { get; init; }

    /// <summary>Writes the keys into an object that is open; figures rounded to four places.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        if (Tracker != null) json.WriteString("tracker", Tracker);
        json.WriteNumber("interval", Interval);
        foreach (var (key, value) in Shares()) json.WriteNumber(key, Math.Round(value, 4));
        foreach (var (key, value) in Counts()) json.WriteNumber(key, value);
    }

    /// <summary>Appends a section in plain text.</summary>
    internal void Append(StringBuilder table)
    {
        var skipped = Interval == 0 ? "" : $", {Interval} frames left out after each that the model saw";
        table.AppendLine(CultureInfo.InvariantCulture, $"tracking{(Tracker == null ? "" : $" by {Tracker}")} over {Frames} frames{skipped}");
        foreach (var (key, value) in Shares()) table.AppendLine(CultureInfo.InvariantCulture, $"  {key,-16}{value,9:0.0000}");
        foreach (var (key, value) in Counts()) table.AppendLine(CultureInfo.InvariantCulture, $"  {key,-16}{value,9}");
    }

    private IEnumerable<(string Key, double Value)> Shares() =>
    [
        ("mota", Mota), ("idf1", Idf1), ("hota", Hota), ("det_a", DetA), ("ass_a", AssA), ("loc_a", LocA), ("motp", Motp),
        ("id_precision", IdPrecision), ("id_recall", IdRecall),
    ];

    private IEnumerable<(string Key, int Value)> Counts() =>
    [
        ("id_switches", IdSwitches), ("fragments", Fragments), ("fp", FalsePositives), ("fn", FalseNegatives),
        ("mostly_tracked", MostlyTracked), ("mostly_lost", MostlyLost), ("truth_boxes", Boxes), ("truth_objects", Objects), ("tracks", Tracks),
    ];
}
