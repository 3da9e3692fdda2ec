namespace Sluice.Core.Archive;

/// <summary>How far a keyframe has come.</summary>
internal enum ArchiveState
{
    /// <summary>It is to be kept, and staged whole.</summary>
    Keeping,

    /// <summary>It is in the archive.</summary>
    Kept,

    /// <summary>It is being taken out.</summary>
    Going,
}
