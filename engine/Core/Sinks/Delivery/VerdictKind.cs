namespace Sluice.Core.Sinks.Delivery;

/// <summary>Kinds of <see cref="Verdict"/>.</summary>
internal enum VerdictKind
{
    /// <summary>It is where it should be.</summary>
    Delivered,

    /// <summary>It has to be tried again.</summary>
    Again,

    /// <summary>No try will ever help.</summary>
    Refused,
}
