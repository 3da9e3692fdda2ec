using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>Output layouts of detection models.</summary>
public enum ModelFamily
{
    /// <summary>[n, cells, 5 + classes]: raw grid offsets, objectness and class scores.</summary>
    [Description("[n, cells, 5 + classes]: grid offsets, objectness, class scores")]
    Yolox,

    /// <summary>[n, 4 + classes, anchors]: centre, size and class scores, channels first. YOLOv9, v11 and v12 alike.</summary>
    [Description("[n, 4 + classes, anchors], channels first; YOLOv9, v11 and v12 alike")]
    Yolov8,

    /// <summary>[n, rows, 6]: x1, y1, x2, y2, score, class in input pixels, suppressed already.</summary>
    [Description("[n, rows, 6]: x1, y1, x2, y2, score, class in input pixels")]
    Boxes6,
}
