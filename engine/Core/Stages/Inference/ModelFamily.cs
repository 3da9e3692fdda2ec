using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>Output layouts of models.</summary>
public enum ModelFamily
{
    /// <summary>[n, anchors, 5 + classes], or three raw maps. YOLOv7 alike.</summary>
    [Description("YOLOv5, v7: [n, anchors, 5 + classes] cx, cy, w, h, objectness, scores; or three raw maps with anchors")]
    Yolov5,

    /// <summary>[n, 4 + classes, anchors], channels first. YOLOv9, v11 and v12 alike.</summary>
    [Description("YOLOv8, v9, v11, v12: [n, 4 + classes, anchors], channels first")]
    Yolov8,

    /// <summary>YOLOv8 with prototypes of masks.</summary>
    [Description("YOLOv8 and v11 segmentation: [n, 4 + classes + 32, anchors] and prototypes [n, 32, h, w]")]
    Yolov8Seg,

    /// <summary>YOLOv8 with keypoints.</summary>
    [Description("YOLOv8 and v11 pose: [n, 4 + classes + 3 x keypoints, anchors]")]
    Yolov8Pose,

    /// <summary>[n, rows, 6] without suppression; a one-to-many export has YOLOv8's layout. YOLO26 alike.</summary>
    [Description("YOLOv10, YOLO26, end to end: [n, 300, 6] x1, y1, x2, y2, score, class, no suppression")]
    Yolov10,

    /// <summary>[n, cells, 5 + classes]: raw grid offsets, objectness and class scores.</summary>
    [Description("YOLOX: [n, cells, 5 + classes] grid offsets, objectness, class scores")]
    Yolox,

    /// <summary>[n, rows, 6]: x1, y1, x2, y2, score, class in input pixels, not yet suppressed.</summary>
    [Description("DeepStream-Yolo exports: [n, rows, 6] x1, y1, x2, y2, score, class, suppressed here")]
    Boxes6,

    /// <summary>A flat [rows, 7] table, or boxes [n, rows, 4] and scores [n, rows, classes].</summary>
    [Description("YOLO-NAS: [rows, 7] image, x1, y1, x2, y2, score, class; or boxes [n, rows, 4] and scores [n, rows, classes]")]
    YoloNas,

    /// <summary>[1, 1, rows, 7] of OpenVINO's DetectionOutput.</summary>
    [Description("SSD of OpenVINO: [1, 1, rows, 7] image, class, score, x1, y1, x2, y2 in 0..1")]
    Ssd,

    /// <summary>TensorFlow's detection_boxes, detection_scores, detection_classes.</summary>
    [Description("SSD of TensorFlow: detection_boxes [n, rows, 4] y1, x1, y2, x2 in 0..1, detection_scores, detection_classes, num_detections")]
    SsdTf,

    /// <summary>logits [n, queries, classes + 1] under a softmax, and pred_boxes.</summary>
    [Description("DETR: logits [n, queries, classes + 1] (softmax, the last is background) and pred_boxes [n, queries, 4]")]
    Detr,

    /// <summary>labels, boxes, scores. D-FINE and DEIM alike.</summary>
    [Description("RT-DETR, D-FINE, DEIM of the original repositories: labels, boxes [n, queries, 4], scores")]
    Rtdetr,

    /// <summary>logits [n, queries, classes] under a sigmoid, and pred_boxes.</summary>
    [Description("RT-DETR of Hugging Face: logits [n, queries, classes] (sigmoid) and pred_boxes")]
    RtdetrHf,

    /// <summary>[n, queries, 4 + classes], scores done.</summary>
    [Description("RT-DETR of Ultralytics: [n, queries, 4 + classes], boxes in 0..1")]
    RtdetrUltralytics,

    /// <summary>dets [n, queries, 4] and labels [n, queries, classes + 1] under a sigmoid.</summary>
    [Description("RF-DETR: dets [n, queries, 4] and labels [n, queries, classes + 1] (sigmoid, the last column is dropped)")]
    Rfdetr,

    /// <summary>Another name of <see cref="Rtdetr"/>.</summary>
    [Description("D-FINE: as rtdetr")]
    Dfine,

    /// <summary>Scores and distances a stride.</summary>
    [Description("NanoDet: for each of strides 8, 16, 32 scores [n, cells, classes] and distances [n, cells, 4 x bins]")]
    Nanodet,

    /// <summary>[n, 5 + classes, rows, columns] of one grid.</summary>
    [Description("FastestDet: [n, 5 + classes, height / 16, width / 16]")]
    Fastestdet,

    /// <summary>Four outputs of TensorRT's suppression; TAO alike.</summary>
    [Description("TensorRT EfficientNMS, TAO: num_dets, boxes [n, rows, 4], scores, classes, suppressed already")]
    EfficientNms,

    /// <summary>scores [n, priors, 2] and boxes [n, priors, 4].</summary>
    [Description("UltraFace: scores [n, priors, 2] (the first is background) and boxes [n, priors, 4] in 0..1")]
    Ultraface,

    /// <summary>[n, classes]: no boxes.</summary>
    [Description("A classifier of whole pictures or crops: [n, classes], no boxes")]
    Classifier,

    /// <summary>[n, length]: no boxes.</summary>
    [Description("An embedding of whole pictures or crops: [n, length], no boxes")]
    Embedding,
}
