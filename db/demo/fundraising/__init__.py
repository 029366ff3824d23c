"""What the fundraisers of the demo house have on their customers: opportunities, pledges, activities, invitations."""
