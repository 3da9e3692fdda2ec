namespace Sluice.Core.Stages.Render;

/// <summary>What the colour of a box tells apart.</summary>
public enum BoxColors
{
    /// <summary>Classes.</summary>
    Class,

    /// <summary>Tracks; a box without one takes its class's colour.</summary>
    Track,
}
