namespace MLPipeline.Compute;

/// <summary>Medians pixel by pixel over many planes of one size. An even number of planes gives the mean of the middle two.</summary>
internal static class PixelMedian
{
    /// <summary>The median of each pixel.</summary>
    /// <param name="planes">At least one plane, all of one size.</param>
    public static Plane Of(IReadOnlyList<Plane> planes) =>
        Of(planes.Count, planes[0].Width, planes[0].Height, (plane, pixel) => planes[plane].Values[pixel]);

    /// <summary>The median of each pixel's distance from a middle.</summary>
    /// <param name="planes">At least one plane, all of one size.</param>
    /// <param name="middle">A plane of the same size.</param>
    public static Plane Deviation(IReadOnlyList<Plane> planes, Plane middle) =>
        Of(planes.Count, middle.Width, middle.Height, (plane, pixel) => Math.Abs(planes[plane].Values[pixel] - middle.Values[pixel]));

    /// <summary>The median of each pixel over planes that are kept in any form.</summary>
    /// <param name="count">Number of planes, at least 1.</param>
    /// <param name="width">Their width.</param>
    /// <param name="height">Their height.</param>
    /// <param name="value">Gives the value of a plane (first number) at a pixel (second number); called from several threads.</param>
    public static Plane Of(int count, int width, int height, Func<int, int, float> value)
    {
        var result = new Plane(width, height);
        Parallel.For(
            0,
            height,
            () => new float[count],
            (y, _, column) =>
            {
                for (var i = y * width; i < (y + 1) * width; i++)
                {
                    for (var k = 0; k < count; k++)
                    {
                        column[k] = value(k, i);
                    }

                    result.Values[i] = Of(column.AsSpan());
                }

                return column;
            },
            static _ => { });
        return result;
    }

    /// <summary>The median of a list, which is put in order.</summary>
    /// <param name="values">At least one number.</param>
    public static float Of(Span<float> values)
    {
        values.Sort();
        var half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : 0.5f * (values[half - 1] + values[half]);
    }
}
