using MathNet.Numerics.LinearAlgebra.Double;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Compute;
using MLPipeline.Models;
using MLPipeline.Tests.Compute;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Models;

public class KnownDefectsTests
{
    private const int Channels = 5;
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void The_direction_is_that_of_the_shrunk_discriminant(double shrinkage)
    {
        var rows = Naive.WaveRows(40, Channels);
        var mean = Naive.Mean(rows);
        var covariance = Naive.Covariance(rows, lost: 1);
        float[] other = [1, -2, 3, 0.5f, 0];
        var shrunk = ((1 - shrinkage) * covariance) + (shrinkage * covariance.Trace() / Channels * DenseMatrix.CreateIdentity(Channels));
        var expected = shrunk.Solve(Naive.Offset(other, mean)).Normalize(2);

        var discriminant = new ShrunkDiscriminant([.. mean.Select(v => (float)v)], covariance.ToRowMajorArray(), shrinkage);

        Assert.All(expected.Zip(discriminant.Towards(other)), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void Vectors_that_are_all_alike_still_give_a_direction()
    {
        var discriminant = new ShrunkDiscriminant([1, 1], new double[4], 0.9);

        Assert.Equal([0.6f, 0.8f], discriminant.Towards([4, 5]), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0f], discriminant.Towards([1, 1]));
    }

    [Fact]
    public void The_cells_that_make_the_score_are_the_largest_after_calibration_and_scaled_by_their_spread()
    {
        // Of 30 cells the ceil of 4 % is two. The map is calibrated by the roots of the factors, the score by the factors.
        var factors = Enumerable.Repeat(1f, 30).ToArray();
        factors[4] = 4;
        var map = new float[30];
        (map[3], map[4], map[5]) = (9, 6, 8);
        var cells = new TopCells(30, 2, factors);
        var row = Enumerable.Range(0, 60).Select(i => (float)i).ToArray();
        var mean = new float[60];

        Assert.Equal([4, 3], cells.Of(map));
        var spread = factors.Average(f => 1.0 / f);
        var (first, second) = (Math.Sqrt(4 * spread), Math.Sqrt(spread));
        Assert.Equal([(float)(((8 * first) + (6 * second)) / 2), (float)(((9 * first) + (7 * second)) / 2)], cells.MeanDeviation(row, map, mean), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Good_photos_are_held_against_the_mean_of_the_other_folds()
    {
        var (rows, folds, maps) = Good(12);
        var good = GoodDeviations.Of(View(rows), folds, maps, factors: null);
        var looked = new List<float[]>();
        for (var i = 0; i < rows.Length; i++)
        {
            var mean = Naive.Mean([.. rows.Where((_, j) => folds[j] != folds[i])]);
            var cell = Array.IndexOf(maps[i], maps[i].Max());
            looked.Add([.. Enumerable.Range(0, Channels).Select(c => (float)(rows[i][(cell * Channels) + c] - mean[(cell * Channels) + c]))]);
            Assert.Equal(looked[i], good.Photos[i], (a, b) => Math.Abs(a - b) < 1e-5);
        }

        Assert.Equal(Naive.Mean([.. looked]).Select(v => (float)v), good.Center, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(Naive.Covariance([.. looked], lost: 1).ToRowMajorArray().Zip(good.Covariance), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void The_head_gives_what_the_teacher_computed()
    {
        var (rows, folds, maps) = Good(30);
        var factors = Enumerable.Range(0, 16).Select(p => 0.5f + (p / 10f)).ToArray();
        var good = GoodDeviations.Of(View(rows), folds, maps, factors);
        var (probe, _, probeMaps) = Good(7, seed: 5);
        var deviations = good.OfOthers(View(probe), probeMaps);
        var direction = KnownDirection.Of(good, new(good.Center, good.Covariance, 0.9), deviations[..3]);
        float[][] kinds = [deviations[3], deviations[4]];

        var head = _context
            .ApplyOnnxBytes(KnownHead.Outputs(2), [ColumnNames.Features, ColumnNames.AnomalyMap], KnownHead.Build(new(4, 4, Channels), good, direction, 0.25, kinds))
            .Fit(View(probe, probeMaps)).Transform(View(probe, probeMaps));

        Embeddings.AssertClose(deviations.Select(u => 0.25 * direction.Apply(u)), head.GetColumn<float[]>(ColumnNames.Known).Select(v => Assert.Single(v)), 1e-4);
        var similarities = head.GetColumn<float[]>(ColumnNames.KindSimilarity).ToArray();
        Assert.Equal(1f, similarities[3][0], 1e-4f);
        Assert.Equal(1f, similarities[4][1], 1e-4f);
        Assert.All(similarities, s => Assert.All(s, v => Assert.InRange(v, -1.0001f, 1.0001f)));
    }

    [Fact]
    public void Defects_that_share_a_direction_are_found_better_when_others_like_them_are_known()
    {
        var (teacher, defect) = Teacher();

        var taught = teacher.Teach([.. Enumerable.Range(0, 6).Select(i => defect("scratch", i, +1))]);

        Assert.Equal(0.3, taught.Lesson.Weight);
        Assert.Equal(6, taught.Lesson.Count);
        Assert.True(taught.Lesson.Like!.After > taught.Lesson.Like.Before + 0.1);
        Assert.Null(taught.Lesson.Other);
        Assert.All(taught.Scores, s => Assert.True(s > 0.5));
    }

    [Fact]
    public void What_would_make_other_kinds_worse_counts_for_nothing()
    {
        var (teacher, defect) = Teacher();

        // Two kinds that deviate in opposite ways: what one teaches speaks against the other.
        var taught = teacher.Teach([.. Enumerable.Range(0, 5).Select(i => defect("dark", i, -1)), defect("light", 5, +1), defect("light", 6, +1)]);

        Assert.True(taught.Lesson.Other!.IsLoss);
        Assert.Equal(0, taught.Lesson.Weight);
        Assert.All(taught.Scores, s => Assert.Equal(0.5, s, 1e-9));
    }

    [Fact]
    public void One_known_defect_teaches_and_says_nothing_of_itself()
    {
        var (teacher, defect) = Teacher();

        var taught = teacher.Teach([defect("scratch", 0, +1)]);

        Assert.Equal(0.2, taught.Lesson.Weight);
        Assert.Null(taught.Lesson.Like);
        Assert.Equal([0.5], taught.Scores);
    }

    [Fact]
    public void Photos_of_one_group_are_held_out_together()
    {
        var (teacher, defect) = Teacher();

        var taught = teacher.Teach([.. Enumerable.Range(0, 6).Select(i => defect("scratch", 3, +1))]);

        Assert.Null(taught.Lesson.Like);
    }

    /// <summary>A teacher of good photos with scores around 0, and what makes defects of score 0.5 that deviate along the first channel.</summary>
    private static (KnownTeacher Teacher, Func<string, int, int, KnownDefect> Defect) Teacher()
    {
        var (rows, folds, maps) = Good(60);
        var good = GoodDeviations.Of(View(rows), folds, maps, factors: null);
        var normals = Embeddings.Normals(60, new Random(3));
        return (new(good, [.. normals.Select(v => (double)v)]), (kind, group, sign) =>
        {
            var deviation = good.Photos[group].ToArray();
            deviation[0] += sign * 8;
            return new(kind, group, deviation, 0.5);
        });
    }

    private static (float[][] Rows, int[] Folds, float[][] Maps) Good(int count, int seed = 1) =>
        (Embeddings.Good(count, [4, 4, Channels], seed), [.. Enumerable.Range(0, count).Select(i => i % 3)],
        [.. Enumerable.Range(0, count).Select(i => Embeddings.Normals(16, new Random(100 + i)).Select(v => v * v).ToArray())]);

    private static IDataView View(float[][] rows, float[][]? maps = null) => new VectorView(
        [(ColumnNames.Features, [4, 4, Channels]), (ColumnNames.AnomalyMap, [4, 4])],
        Enumerable.Range(0, rows.Length),
        (row, column, target) => (column == 0 ? rows[row] : maps![row]).CopyTo(target));
}
