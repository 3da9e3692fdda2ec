namespace Sluice.Core.Graph;

/// <summary>Why a source could not be added, removed, replaced or paused.</summary>
public enum SourceChangeFault
{
    /// <summary>There is no source of that id.</summary>
    NotFound,

    /// <summary>It goes against what is there: the id is taken, the source has ended, the engine stops.</summary>
    Conflict,

    /// <summary>A stage cannot take the source, or the source itself cannot be made.</summary>
    Refused,
}
