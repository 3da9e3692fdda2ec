namespace Sluice.Core.Archive.Export;

/// <summary>The form of a data set.</summary>
internal enum ExportFormat
{
    /// <summary>COCO: one JSON a side.</summary>
    Coco,

    /// <summary>YOLO: a text file a picture, data.yaml.</summary>
    Yolo,

    /// <summary>CVAT for images 1.1: one XML.</summary>
    Cvat,

    /// <summary>Datumaro: one JSON a side.</summary>
    Datumaro,
}
