using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.Models;

/// <summary>The looks of one mover, drawn by lot once and kept for its life.</summary>
internal sealed record MoverLook(
    MoverKind Kind, double Length, double Width, double Height, Rgb Paint, Rgb Accent, int Variant, uint Detail)
{
    private static readonly Rgb[] CarPaints =
    [
        Rgb.Grey(236), Rgb.Grey(226), Rgb.Grey(168), Rgb.Grey(120), Rgb.Grey(58), Rgb.Grey(34), Rgb.Grey(40),
        Rgb.Of(158, 24, 28), Rgb.Of(188, 40, 36), Rgb.Of(28, 58, 120), Rgb.Of(58, 98, 158), Rgb.Of(34, 78, 60),
        Rgb.Of(196, 178, 146), Rgb.Of(206, 128, 36), Rgb.Of(120, 142, 156), Rgb.Of(96, 30, 52), Rgb.Of(222, 196, 60),
    ];

    private static readonly Rgb[] Liveries =
    [
        Rgb.Of(214, 60, 44), Rgb.Of(32, 92, 168), Rgb.Of(238, 238, 232), Rgb.Of(240, 190, 40), Rgb.Of(44, 132, 84),
        Rgb.Of(96, 104, 112), Rgb.Of(226, 124, 40), Rgb.Of(206, 212, 216), Rgb.Of(60, 62, 84),
    ];

    private static readonly Rgb[] Clothes =
    [
        Rgb.Of(186, 44, 46), Rgb.Of(42, 66, 122), Rgb.Of(52, 56, 62), Rgb.Of(214, 206, 190), Rgb.Of(88, 116, 78),
        Rgb.Of(222, 176, 66), Rgb.Of(126, 84, 136), Rgb.Of(96, 148, 184), Rgb.Of(146, 98, 66), Rgb.Of(232, 128, 84),
        Rgb.Of(34, 36, 42), Rgb.Of(236, 236, 238),
    ];

    private static readonly Rgb[] Trousers =
        [Rgb.Of(46, 58, 86), Rgb.Of(38, 40, 46), Rgb.Of(92, 84, 74), Rgb.Of(70, 74, 82), Rgb.Of(128, 114, 92),
            Rgb.Of(28, 32, 48)];

    /// <summary>Skin in the shade that <see cref="Detail"/> chose.</summary>
    public Rgb Skin => (Detail % 5) switch
    {
        0 => Rgb.Of(236, 196, 166),
        1 => Rgb.Of(214, 168, 134),
        2 => Rgb.Of(176, 126, 94),
        3 => Rgb.Of(122, 82, 60),
        _ => Rgb.Of(84, 56, 44),
    };

    public static MoverLook Draw(MoverKind kind, Pcg32 lot)
    {
        var detail = lot.Next();
        switch (kind)
        {
            case MoverKind.Person:
                var tall = lot.Chance(0.1) ? lot.Range(1.15, 1.45) : lot.Range(1.56, 1.92);
                return new(kind, 0.5, 0.5, tall, lot.Pick<Rgb>(Clothes), lot.Pick<Rgb>(Trousers), lot.Below(4), detail);
            case MoverKind.Cyclist:
                return new(kind, 1.75, 0.55, lot.Range(1.62, 1.78), lot.Pick<Rgb>(Clothes), lot.Pick<Rgb>(Trousers),
                    lot.Below(3), detail);
            case MoverKind.Truck:
                var variant = lot.Below(4);
                var length = variant switch { 0 => 7.6, 1 => 14.5, 2 => 8.6, _ => 6.4 };
                return new(kind, length, variant == 3 ? 2.15 : 2.45, variant == 3 ? 2.9 : 3.6,
                    lot.Pick<Rgb>(Liveries), lot.Pick<Rgb>(Liveries), variant, detail);
            case MoverKind.Bus:
                return new(kind, lot.Chance(0.3) ? 9.6 : 12, 2.5, 3.05, lot.Pick<Rgb>(Liveries),
                    lot.Pick<Rgb>(Liveries), lot.Below(2), detail);
            case MoverKind.Deer:
                return new(kind, 1.6, 0.45, 1.5, Rgb.Of(146, 100, 62), Rgb.Of(196, 172, 140), lot.Below(2), detail);
            default:
                var body = lot.Below(4);
                var size = body switch { 0 => (3.95, 1.72, 1.5), 1 => (4.6, 1.8, 1.44), 2 => (4.55, 1.86, 1.68), _ =>
                    (4.65, 1.8, 1.5) };
                return new(kind, size.Item1, size.Item2, size.Item3, lot.Pick<Rgb>(CarPaints), Rgb.Grey(28), body,
                    detail);
        }
    }

    /// <summary>A car in the livery of a patrol.</summary>
    public static MoverLook Patrol(Pcg32 lot) =>
        new(MoverKind.Car, 4.65, 1.84, 1.52, Rgb.Grey(238), Rgb.Of(28, 76, 190), 3, lot.Next());
}
