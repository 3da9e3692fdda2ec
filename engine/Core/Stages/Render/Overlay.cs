using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>Draws what is known of a frame on its picture. Safe from any thread.</summary>
/// <param name="options">The stage's options.</param>
internal sealed class Overlay(RenderOptions options)
{
    private const int OnStack = 128;
    private const int CaptionAlpha = 176;

    // Caption, keyframe and places; labels of places beyond that may overlap.
    private const int Reserved = 34;

    /// <summary>Whether anything would be drawn on a frame.</summary>
    /// <param name="frame">The frame.</param>
    public bool HasWork(Frame frame) => options.Caption || !frame.Detections.IsDefaultOrEmpty
        || frame.Keyframe != null || (options.Zones && !frame.Places.IsEmpty);

    /// <summary>Draws on a frame's picture.</summary>
    /// <param name="canvas">A picture of the frame as displayed.</param>
    /// <param name="frame">What to draw.</param>
    /// <param name="palette">The colours of the canvas.</param>
    public void Draw(in YuvCanvas canvas, Frame frame, Palette palette)
    {
        var style = OverlayStyle.For(canvas.Width, canvas.Height, canvas.Grid, options);
        var places = options.Zones ? frame.Places.AsSpan() : [];
        foreach (var place in places) PlacePainter.Draw(canvas, place, style, palette);
        var count = frame.Detections.IsDefaultOrEmpty ? 0 : frame.Detections.Length;
        var order = count <= OnStack ? stackalloc int[count] : new int[count];
        SortByScore(frame, order);
        // Best last, so that it lies on top.
        for (var i = 0; i < count; i++) DrawBox(canvas, frame.Detections[order[i]], style, palette);

        var chips = count <= OnStack ? stackalloc PixelRect[count + Reserved] : new PixelRect[count + Reserved];
        var placer = new ChipPlacer(chips, canvas.Width, canvas.Height);
        if (frame.Keyframe != null) DrawKeyframe(canvas, frame.Keyframe, style, palette, ref placer);
        if (options.Caption) DrawCaption(canvas, frame, style, palette, ref placer);
        foreach (var place in places) PlacePainter.Write(canvas, place, style, palette, ref placer);
        if (!options.Labels) return;
        for (var i = count - 1; i >= 0; i--) DrawLabel(canvas, frame.Detections[order[i]], style, palette, ref placer);
    }

    private static void SortByScore(Frame frame, Span<int> order)
    {
        Span<float> scores = order.Length <= OnStack ? stackalloc float[order.Length] : new float[order.Length];
        for (var i = 0; i < order.Length; i++) (order[i], scores[i]) = (i, frame.Detections[i].Score);
        scores.Sort(order);
    }

    private void DrawBox(in YuvCanvas canvas, in Detection detection, in OverlayStyle style, Palette palette)
    {
        var edge = BoxPainter.OuterEdge(detection.Box, style.Line, canvas);
        BoxPainter.Draw(canvas, edge, style.Line, ColorOf(detection, palette), detection.Predicted);
    }

    private void DrawLabel(
        in YuvCanvas canvas, in Detection detection, in OverlayStyle style, Palette palette, scoped ref ChipPlacer placer)
    {
        var edge = BoxPainter.OuterEdge(detection.Box, style.Line, canvas);
        if (edge.Clip(canvas.Width, canvas.Height).IsEmpty) return;
        Span<char> text = stackalloc char[OverlayText.MaxLength];
        text = text[..OverlayText.Label(text, detection, options)];
        var color = ColorOf(detection, palette);
        var chip = placer.Place(edge, style.Line, style.ChipWidth(text, canvas.Grid), style.ChipHeight(canvas.Grid), canvas.Grid);
        canvas.Fill(chip, color);
        WriteChip(canvas, chip, text, style, palette.TextOn(color));
    }

    private static void DrawCaption(
        in YuvCanvas canvas, Frame frame, in OverlayStyle style, Palette palette, scoped ref ChipPlacer placer)
    {
        Span<char> text = stackalloc char[OverlayText.MaxLength];
        text = text[..OverlayText.Caption(text, frame.Info)];
        var margin = OverlayStyle.Snap(style.Pad + (frame.Keyframe == null ? 0 : style.Line), canvas.Grid);
        var chip = new PixelRect(margin, margin, margin + style.ChipWidth(text, canvas.Grid), margin + style.ChipHeight(canvas.Grid));
        placer.Reserve(chip);
        canvas.Blend(chip, palette.Caption, CaptionAlpha);
        WriteChip(canvas, chip, text, style, palette.White);
    }

    private static void DrawKeyframe(
        in YuvCanvas canvas, Keyframe keyframe, in OverlayStyle style, Palette palette, scoped ref ChipPlacer placer)
    {
        var border = OverlayStyle.Snap(style.Line + (style.Line / 2), canvas.Grid);
        BoxPainter.Draw(canvas, new(0, 0, canvas.Width, canvas.Height), border, palette.Accent, dashed: false);
        Span<char> text = stackalloc char[OverlayText.MaxLength];
        text = text[..OverlayText.Keyframe(text, keyframe)];
        // In the lower left: the upper left is the caption's, and a long caption may fill the whole row.
        var margin = OverlayStyle.Snap(style.Pad + style.Line, canvas.Grid);
        var top = (canvas.Height - margin - style.ChipHeight(canvas.Grid)) / canvas.Grid * canvas.Grid;
        var chip = new PixelRect(margin, top, margin + style.ChipWidth(text, canvas.Grid), top + style.ChipHeight(canvas.Grid));
        placer.Reserve(chip);
        canvas.Fill(chip, palette.Accent);
        WriteChip(canvas, chip, text, style, palette.TextOn(palette.Accent));
    }

    private static void WriteChip(
        in YuvCanvas canvas, in PixelRect chip, ReadOnlySpan<char> text, in OverlayStyle style, YuvColor color)
        => canvas.Write(text, chip.X1 + style.Pad, chip.Y1 + style.Baseline(canvas.Grid), style.Face, color);

    private YuvColor ColorOf(in Detection detection, Palette palette)
        => palette.Of(options.ColorBy == BoxColors.Track && detection.TrackId is { } track ? track : detection.ClassId);
}
