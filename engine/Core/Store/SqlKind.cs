namespace Sluice.Core.Store;

/// <summary>What a statement does, as far as the store's front must know.</summary>
internal enum SqlKind
{
    /// <summary>There is none.</summary>
    Empty,

    /// <summary>It reads.</summary>
    Read,

    /// <summary>It brings rows along.</summary>
    Insert,

    /// <summary>It changes something, or nobody knows.</summary>
    Write,

    /// <summary>There are several.</summary>
    Many,
}
