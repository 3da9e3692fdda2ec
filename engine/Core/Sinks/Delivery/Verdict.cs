namespace Sluice.Core.Sinks.Delivery;

/// <summary>What became of one try to deliver a parcel.</summary>
internal readonly record struct Verdict
{
    private Verdict(VerdictKind kind, string why, TimeSpan? after) => (Kind, Why, After) = (kind, why, after);

    /// <summary>It is where it should be.</summary>
    public static Verdict Delivered { get; } = new(VerdictKind.Delivered, "", null);

    /// <summary>What to do.</summary>
    public VerdictKind Kind { get; }

    /// <summary>Why, for the log; empty when it was delivered.</summary>
    public string Why { get; }

    /// <summary>How long the server asked to be left alone; null when it did not.</summary>
    public TimeSpan? After { get; }

    /// <summary>It has to be tried again.</summary>
    /// <param name="why">One sentence without secrets.</param>
    /// <param name="after">How long the server asked to be left alone.</param>
    public static Verdict Again(string why, TimeSpan? after = null) => new(VerdictKind.Again, why, after);

    /// <summary>No try will ever help: it is put aside and counted.</summary>
    /// <param name="why">One sentence without secrets.</param>
    public static Verdict Refused(string why) => new(VerdictKind.Refused, why, null);
}
