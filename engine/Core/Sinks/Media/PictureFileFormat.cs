namespace Sluice.Core.Sinks.Media;

/// <summary>How a picture is written into a file.</summary>
public enum PictureFileFormat
{
    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG, without loss beyond the conversion to RGB.</summary>
    Png,
}
