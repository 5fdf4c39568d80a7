using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class ConnectedComponentsTests
{
    [Fact]
    public void Pixels_that_touch_at_a_corner_are_one_region()
    {
        byte[] mask =
        [
            1, 0, 0, 0,
            0, 1, 0, 9,
            0, 0, 0, 0,
            1, 1, 0, 1,
        ];

        var regions = ConnectedComponents.Find(mask, 4, 4);

        Assert.Equal([[0, 5], [7], [12, 13], [15]], regions.Select(r => r.Order().ToArray()));
    }

    [Fact]
    public void The_right_edge_does_not_touch_the_left_edge_of_the_next_row() =>
        Assert.Equal(2, ConnectedComponents.Find([0, 0, 1, 1, 0, 0], 3, 2).Count);

    [Fact]
    public void A_spiral_is_one_region()
    {
        byte[] mask =
        [
            1, 1, 1, 1, 1,
            0, 0, 0, 0, 1,
            1, 1, 1, 0, 1,
            1, 0, 0, 0, 1,
            1, 1, 1, 1, 1,
        ];

        Assert.Equal(17, Assert.Single(ConnectedComponents.Find(mask, 5, 5)).Length);
    }

    [Fact]
    public void A_mask_of_the_wrong_size_is_refused() =>
        Assert.Contains("5 values", Assert.Throws<ArgumentException>(() => ConnectedComponents.Find(new byte[5], 2, 3)).Message);
}
