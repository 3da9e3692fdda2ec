namespace Sluice.Core.Graph;

/// <summary>A stage at whose end of a source others may be waited for: a source behind the one that waits could not end, so each has a lane of its own.</summary>
internal interface IEndsTogether
{
    /// <summary>Whether it is so with its options.</summary>
    bool EndsTogether { get; }
}
